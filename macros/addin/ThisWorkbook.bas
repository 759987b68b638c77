' Argument help of the worksheet functions, where Excel accepts it for an add-in.
Private Sub Workbook_Open()
    On Error Resume Next
    CchcDescribeFunctions
    On Error GoTo 0
End Sub
