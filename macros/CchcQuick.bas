Attribute VB_Name = "CchcQuick"
Option Explicit
' The check without Python. It has no rule of its own: it reads the check column and the status line that the template's
' formulas keep up to date, found by their defined names.

Public Sub CchcQuickPress(ByVal action As String)
    Select Case action
        Case "validate"
            CchcQuickCheck True
        Case "next"
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
        If ActiveSheet.Name = checks.Worksheet.Name Then after = ActiveCell.Row - checks.Row + 1
    End If
    For index = 1 To checks.Rows.Count
        If CchcIsWrong(checks.Cells(index, 1).Value) Then
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

' A row is right when its check cell is blank or holds the word for right; an error value is never right.
Private Function CchcIsWrong(ByVal shown As Variant) As Boolean
    If IsError(shown) Then
        CchcIsWrong = True
    Else
        CchcIsWrong = Not (CStr(shown) = "" Or CStr(shown) = CchcWord("check.ok"))
    End If
End Function

Private Sub CchcGoTo(ByVal checks As Range, ByVal index As Long)
    Dim quantities As Range
    checks.Worksheet.Activate
    Set quantities = CchcNamedRange(CchcWord("name.values"))
    If quantities Is Nothing Then
        checks.Cells(index, 1).Select
    Else
        quantities.Cells(index, 1).Select
    End If
End Sub

Private Function CchcVerdict(ByVal wrong As Long) As String
    Dim status As Range, said As String
    Set status = CchcNamedRange(CchcWord("name.status"))
    If Not status Is Nothing Then
        If Not IsError(status.Cells(1, 1).Value) Then said = CStr(status.Cells(1, 1).Value) & " "
    End If
    If wrong = 0 Then
        CchcVerdict = said & CchcWord("quick.none")
    Else
        CchcVerdict = said & Replace(CchcWord("quick.some"), "{count}", CStr(wrong))
    End If
    CchcVerdict = CchcVerdict & " " & CchcWord("quick.full_check")
End Function

Private Function CchcNamedRange(ByVal wanted As String) As Range
    On Error Resume Next
    Set CchcNamedRange = ActiveWorkbook.Names(wanted).RefersToRange
    On Error GoTo 0
End Function
