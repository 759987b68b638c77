Attribute VB_Name = "CchcQuick"
Option Explicit
' The check without Python. It has no rule of its own: it reads the check column and the status line that the template's
' formulas keep up to date, found by their defined names.

Public Sub CchcQuickPress(ByVal action As String)
    Select Case action
        Case "on_validate"
            CchcQuickCheck True
        Case "on_next"
            CchcQuickCheck False
        Case Else
            CchcTell CchcWord("quick.needs_addin")
    End Select
End Sub

' Selects a row to correct: the first, or the next one below the selection. Returns how many rows there are to correct,
' or -1 where the workbook has no check column.
Public Function CchcQuickCheck(ByVal fromTop As Boolean) As Long
    Dim checks As Range
    Dim index As Long, wrong As Long, first As Long, chosen As Long, after As Long
    Set checks = CchcNamedRange(CchcWord("name.checks"))
    If checks Is Nothing Then
        CchcTell CchcWord("quick.no_template")
        CchcQuickCheck = -1
        Exit Function
    End If
    If Not fromTop Then
        If ActiveSheet.Name = checks.Worksheet.Name Then after = ActiveCell.Row
    End If
    ' From the top of the sheet: the rows of the heading have check cells in the same column
    For index = 1 To checks.Row + checks.Rows.Count - 1
        If CchcIsWrong(checks.Worksheet.Cells(index, checks.Column).Value) Then
            wrong = wrong + 1
            If first = 0 Then first = index
            If chosen = 0 And index > after Then chosen = index
        End If
    Next index
    If chosen = 0 Then chosen = first
    If chosen > 0 Then CchcGoTo checks, chosen
    CchcTell CchcVerdict(wrong)
    CchcQuickCheck = wrong
End Function

Private Function CchcIsWrong(ByVal shown As Variant) As Boolean
    If IsError(shown) Then
        CchcIsWrong = True
    Else
        CchcIsWrong = CchcBegins(CStr(shown), CchcWord("check.error")) Or CchcBegins(CStr(shown), CchcWord("check.warning"))
    End If
End Function

Private Function CchcBegins(ByVal shown As String, ByVal wanted As String) As Boolean
    CchcBegins = (Left$(shown, Len(wanted)) = wanted)
End Function

' The quantity of the row, or its check cell where the row is one of the heading
Private Sub CchcGoTo(ByVal checks As Range, ByVal index As Long)
    Dim quantities As Range
    checks.Worksheet.Activate
    Set quantities = CchcNamedRange(CchcWord("name.values"))
    If index < checks.Row Or quantities Is Nothing Then
        checks.Worksheet.Cells(index, checks.Column).Select
    Else
        checks.Worksheet.Cells(index, quantities.Column).Select
    End If
End Sub

Private Function CchcVerdict(ByVal wrong As Long) As String
    Dim status As Range
    If wrong = 0 Then
        CchcVerdict = CchcWord("quick.none")
    Else
        CchcVerdict = Replace(CchcWord("quick.some"), "{count}", CStr(wrong))
    End If
    Set status = CchcNamedRange(CchcWord("name.status"))
    If Not status Is Nothing Then
        If Not IsError(status.Cells(1, 1).Value) Then CchcVerdict = CStr(status.Cells(1, 1).Value) & ". " & CchcVerdict
    End If
    CchcVerdict = CchcVerdict & " " & CchcWord("quick.full_check")
End Function

Private Function CchcNamedRange(ByVal wanted As String) As Range
    On Error Resume Next
    Set CchcNamedRange = ActiveWorkbook.Names(wanted).RefersToRange
    On Error GoTo 0
End Function
