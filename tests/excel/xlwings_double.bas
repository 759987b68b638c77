Attribute VB_Name = "xlwings"
Option Explicit
' TEST DOUBLE of xlwings' module: RunPython hands the command to the test's own process instead of starting Python,
' and the settings (CchcSettings) say that there is an interpreter. LibreOffice cannot compile the real modules.
Public Bridge As Object

Public Sub SetBridge(ByVal there As Object)
    Set Bridge = there
End Sub

Public Function RunPython(PythonCommand As String)
    RunPython = Bridge.invoke(Array(PythonCommand), Array(), Array())
End Function

Public Function CchcSetting(ByVal key As String, ByVal default As String) As String
    CchcSetting = "python.exe"
End Function

Public Function CchcFileExists(ByVal path As String) As Boolean
    CchcFileExists = Not Bridge Is Nothing
End Function

Public Function WScript(Optional CreateNew As Boolean) As Object
End Function
