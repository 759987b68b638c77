Attribute VB_Name = "CchcSettings"
Option Explicit
' Settings come from one file, which "cchc-xl addin install" wrote. xlwings' own order (a sheet of the open workbook first,
' then a file beside it) would let a workbook from a stranger name the program that a press of a button starts.
' The file is UTF-16 and read through FileSystemObject: VBA's own file functions lose Vietnamese letters.

Public Function CchcSetting(ByVal key As String, ByVal default As String) As String
    Const FOR_READING As Long = 1, UTF16 As Long = -1
    Dim file As Object, entry As String, parts() As String
    CchcSetting = default
    If Not CchcFileExists(CchcSettingsPath()) Then Exit Function
    Set file = CreateObject("Scripting.FileSystemObject").OpenTextFile(CchcSettingsPath(), FOR_READING, False, UTF16)
    Do While Not file.AtEndOfStream
        entry = file.ReadLine
        parts = Split(entry, """,""")
        If UBound(parts) = 1 Then
            If UCase$(Mid$(parts(0), 2)) = UCase$(key) Then
                CchcSetting = Left$(parts(1), Len(parts(1)) - 1)
                Exit Do
            End If
        End If
    Loop
    file.Close
    CchcSetting = WScript.ExpandEnvironmentStrings(CchcSetting)
End Function

Public Function CchcSettingsPath() As String
    CchcSettingsPath = WScript.ExpandEnvironmentStrings("%USERPROFILE%\.cchc_xl\cchc_xl.conf")
End Function

Public Function CchcFileExists(ByVal path As String) As Boolean
    CchcFileExists = CreateObject("Scripting.FileSystemObject").FileExists(path)
End Function
