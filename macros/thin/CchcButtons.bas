Attribute VB_Name = "CchcButtons"
Option Explicit
' The workbook's own buttons: the add-in's where it is installed, else the quick check.

Public Sub CchcPress(ByVal action As String)
    On Error GoTo Missing
    If Not CchcAddinThere() Then GoTo Missing
    Application.Run "'cchc_xl.xlam'!CchcPress", action
    Exit Sub
Missing:
    On Error GoTo 0
    CchcQuickPress action
End Sub

' The add-in brings the same tab: the workbook's own would be a second one.
Public Sub CchcTabVisible(control As IRibbonControl, ByRef returnedVal)
    returnedVal = Not CchcAddinThere()
End Sub

Public Function CchcAddinThere() As Boolean
    Dim found As Object
    On Error Resume Next
    Set found = Workbooks("cchc_xl.xlam")
    CchcAddinThere = Not found Is Nothing
    On Error GoTo 0
End Function

' A message box would show question marks for Vietnamese letters on many PCs; the status bar does not.
Public Sub CchcTell(ByVal text As String)
    On Error Resume Next
    Application.StatusBar = text
    On Error GoTo 0
End Sub
