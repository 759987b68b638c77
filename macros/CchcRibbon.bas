Attribute VB_Name = "CchcRibbon"
Option Explicit
' The ribbon's callbacks, with the signature that onAction demands. Each says which button was pressed and no more;
' CchcPress differs between the add-in and the workbook.

Public Sub CchcOnValidate(control As IRibbonControl)
    CchcPress "on_validate"
End Sub

Public Sub CchcOnNext(control As IRibbonControl)
    CchcPress "on_next"
End Sub

Public Sub CchcOnAccept(control As IRibbonControl)
    CchcPress "on_accept"
End Sub

Public Sub CchcOnUndo(control As IRibbonControl)
    CchcPress "on_undo"
End Sub

Public Sub CchcOnClear(control As IRibbonControl)
    CchcPress "on_clear"
End Sub

Public Sub CchcOnSend(control As IRibbonControl)
    CchcPress "on_send"
End Sub

Public Sub CchcOnReport(control As IRibbonControl)
    CchcPress "on_report"
End Sub

Public Sub CchcOnMerge(control As IRibbonControl)
    CchcPress "on_merge"
End Sub

Public Sub CchcOnNew(control As IRibbonControl)
    CchcPress "on_new"
End Sub

Public Sub CchcOnHelp(control As IRibbonControl)
    CchcPress "on_help"
End Sub

Public Sub CchcOnStatus(control As IRibbonControl)
    CchcPress "on_status"
End Sub
