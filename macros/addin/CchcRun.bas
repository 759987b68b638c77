Attribute VB_Name = "CchcRun"
Option Explicit
' The add-in's buttons: Python where it is installed, else the quick check.

Public Sub CchcPress(ByVal action As String)
    Dim failed As Boolean
    If Not CchcReady() Then
        CchcQuickPress action
        Exit Sub
    End If
    If CchcProtectedView() Then
        CchcTell CchcWord("run.protected_view")
        Exit Sub
    End If
    If ActiveWorkbook Is Nothing Then Workbooks.Add
    On Error GoTo Blocked
    failed = RunPython("import cchc_xl.excel.buttons as buttons; buttons.press('" & action & "', '" & CchcWord("run.lang") & "')") = -1
    On Error GoTo 0
    If failed Then CchcFail action
    Exit Sub
Blocked:
    ' Windows refused to start the program: security software does, for child processes of Office
    CchcFail action
End Sub

Private Sub CchcFail(ByVal action As String)
    If action = "on_validate" Or action = "on_next" Then CchcQuickPress action
    CchcTell CchcWord("run.failed")
End Sub

' Downloaded files open in a window where nothing may run; there is no active workbook then.
Private Function CchcProtectedView() As Boolean
    On Error Resume Next
    CchcProtectedView = Not Application.ActiveProtectedViewWindow Is Nothing
    If Err.Number <> 0 Then CchcProtectedView = False
    On Error GoTo 0
End Function

' Whether the program that the settings name is there.
Public Function CchcReady() As Boolean
    Dim interpreter As String
    On Error Resume Next
    interpreter = CchcSetting("INTERPRETER_WIN", "")
    If interpreter <> "" Then CchcReady = CchcFileExists(interpreter)
    On Error GoTo 0
End Function

' WScript.Popup shows Unicode where MsgBox does not.
Public Sub CchcTell(ByVal text As String)
    Const INFORMATION As Long = 64
    On Error Resume Next
    Application.StatusBar = text
    WScript.Popup text, 0, "CCHC", INFORMATION
    On Error GoTo 0
End Sub
