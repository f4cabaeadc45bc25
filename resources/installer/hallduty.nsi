; The setup of HallDuty: for one user, without administrator rights, in Simplified Chinese.
;
; Made by build_release.py beside this file, which passes:
;   VERSION, NUMBERS (four of them), PUBLISHER, SOURCE (the folder that PyInstaller made),
;   SIZE_KB (its size) and OUTPUT (the setup to write).
;
; Exit codes, also when silent (/S): 0 done; 1 the user went back; 2 aborted; 3 the program is running;
; 4 a newer version is installed; 5 this Windows is too old; 6 no room on the disk.
; Switches: /S silent, /D=folder (last); of the uninstaller: /S, /DELETEDATA deletes the data as well,
; /UPGRADE (used by a newer setup) leaves shortcuts and registry to it.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
; Wide enough to see that the two programs are nearly one, in whatever order the disk lists the files.
SetCompressorDictSize 64
RequestExecutionLevel user
ManifestDPIAware true
ManifestSupportedOS all
AllowSkipFiles off
CRCCheck on
XPStyle on

!include MUI2.nsh
!include LogicLib.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include WinVer.nsh
!include nsDialogs.nsh
!include Win\COM.nsh
!include Win\Propkey.nsh

!define TITLE "值班长"
!define PURPOSE "办税服务场所突发事件应急处置"
!define ENTRY "Software\Microsoft\Windows\CurrentVersion\Uninstall\HallDuty"
!define AUTOSTART "Software\Microsoft\Windows\CurrentVersion\Run"
!define DATA "$LOCALAPPDATA\HallDuty"
!define APP_ID "HallDuty.HallDuty" ; as in hallduty/paths.py
!define /math NEEDED_MB ${SIZE_KB} / 1000 ; a little more than it is
!define RUNNING "${TITLE}正在运行。请先在程序中退出（托盘图标也要退出），再点击“重试”。"

Name "${TITLE}"
Caption "${TITLE} ${VERSION} 安装程序"
UninstallCaption "卸载${TITLE}"
BrandingText "${TITLE} ${VERSION}"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\HallDuty"
InstallDirRegKey HKCU "${ENTRY}" "InstallLocation"
ShowInstDetails nevershow
ShowUninstDetails nevershow
SetFont /LANG=2052 "Microsoft YaHei UI" 9

VIProductVersion "${NUMBERS}"
VIFileVersion "${NUMBERS}"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} ${VERSION} 安装程序"
VIAddVersionKey /LANG=2052 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "© ${PUBLISHER}（MIT）"

!define MUI_ICON "..\icons\hallduty.ico"
!define MUI_UNICON "..\icons\hallduty.ico"
!define MUI_WELCOMEFINISHPAGE_BITMAP "side.bmp"
!define MUI_ABORTWARNING
!define MUI_WELCOMEPAGE_TITLE "安装${TITLE} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "${TITLE}用于${PURPOSE}。$\r$\n$\r$\n程序只为当前 Windows 用户安装，不需要管理员权限，也不需要联网。$\r$\n$\r$\n已有旧版本的，程序将被替换，数据全部保留。数据保存在：$\r$\n${DATA}$\r$\n$\r$\n点击“下一步”继续。"
!define MUI_FINISHPAGE_TITLE "${TITLE} ${VERSION} 已安装"
!define MUI_FINISHPAGE_TEXT "可以从桌面或“开始”菜单打开${TITLE}。"
!define MUI_FINISHPAGE_RUN "$INSTDIR\HallDuty.exe"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${TITLE}"
!insertmacro MUI_PAGE_WELCOME
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenInstalled
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
UninstPage custom un.ShowData un.LeaveData
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

Var Old       ; where the version that is installed lies, "" without one
Var Upgrade   ; the uninstaller: 1 when a newer setup called it
Var Forget    ; the uninstaller: 1 to delete the data as well
Var Box

; Leaves setup or uninstaller with an exit code, after saying why to whoever watches.
!macro LEAVE code text
  MessageBox MB_OK|MB_ICONSTOP "${text}" /SD IDOK
  SetErrorLevel ${code}
  Quit
!macroend

; Two programs share these: the setup and the uninstaller.
!macro SHARED un

; Puts 1 on the stack when the program in the folder on the stack is running, else 0.
; Windows lets nobody write to a running program's file; a virus scanner may hold it for a moment.
Function ${un}IsRunning
  Exch $0
  Push $1
  Push $2
  StrCpy $2 0
  again:
  Push "$0\HallDuty.exe"
  Call ${un}IsHeld
  Pop $1
  ${If} $1 = 0
    Push "$0\hallduty-cli.exe"
    Call ${un}IsHeld
    Pop $1
  ${EndIf}
  ${If} $1 = 1
  ${AndIf} $2 < 3
    IntOp $2 $2 + 1
    Sleep 400
    Goto again
  ${EndIf}
  StrCpy $0 $1
  Pop $2
  Pop $1
  Exch $0
FunctionEnd

; Puts 1 on the stack when the file on the stack is there and cannot be written to, else 0.
Function ${un}IsHeld
  Exch $0
  Push $1
  ${If} ${FileExists} "$0"
    ClearErrors
    FileOpen $1 "$0" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $1
      StrCpy $0 0
    ${EndIf}
  ${Else}
    StrCpy $0 0
  ${EndIf}
  Pop $1
  Exch $0
FunctionEnd

; Leaves with 3 while the program in the folder on the stack is running.
Function ${un}RequireEnded
  Exch $0
  Push $1
  again:
  Push $0
  Call ${un}IsRunning
  Pop $1
  ${If} $1 = 1
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${RUNNING}" /SD IDCANCEL IDRETRY again
    SetErrorLevel 3
    Quit
  ${EndIf}
  Pop $1
  Pop $0
FunctionEnd

; Removes the program's own files from the folder on the stack, and the folder when it is then empty.
; The big folder is renamed first: Windows refuses that while any file in it is in use, and then
; nothing has been harmed yet.
Function ${un}RemoveProgram
  Exch $0
  RMDir /r "$0\_removed"
  ClearErrors
  ${If} ${FileExists} "$0\_internal\*.*"
    Rename "$0\_internal" "$0\_removed"
    ${If} ${Errors}
      !insertmacro LEAVE 3 "$0 中的文件正在被其他程序使用，没有作任何改动。请关闭${TITLE}和打开的预览、导出文件后重试。"
    ${EndIf}
  ${EndIf}
  RMDir /r "$0\_removed"
  Delete "$0\HallDuty.exe"
  Delete "$0\hallduty-cli.exe"
  Delete "$0\uninstall.exe"
  RMDir "$0"
  Pop $0
FunctionEnd

!macroend
!insertmacro SHARED ""
!insertmacro SHARED "un."

; Gives the shortcut the program's id, so that a pinned one and the open window are one button.
!macro NAME_SHORTCUT file
  !insertmacro ComHlpr_CreateInProcInstance ${CLSID_ShellLink} ${IID_IShellLink} r0 ""
  ${If} $0 P<> 0
    ${IUnknown::QueryInterface} $0 '("${IID_IPersistFile}",.r1)'
    ${If} $1 P<> 0
      ${IPersistFile::Load} $1 '("${file}",${STGM_READWRITE})'
      ${IUnknown::QueryInterface} $0 '("${IID_IPropertyStore}",.r2)'
      ${If} $2 P<> 0
        System::Call '*${SYSSTRUCT_PROPERTYKEY}(${PKEY_AppUserModel_ID})p.r3'
        System::Call '*(&w64 "${APP_ID}")p.r4'
        System::Call '*${SYSSTRUCT_PROPVARIANT}(${VT_LPWSTR},,p r4)p.r5'
        ${IPropertyStore::SetValue} $2 '($3,$5)'
        ${IPropertyStore::Commit} $2 ""
        System::Free $3
        System::Free $4
        System::Free $5
        ${IUnknown::Release} $2 ""
        ${IPersistFile::Save} $1 '("${file}",1)'
      ${EndIf}
      ${IUnknown::Release} $1 ""
    ${EndIf}
    ${IUnknown::Release} $0 ""
  ${EndIf}
!macroend

Function .onInit
  SetShellVarContext current
  ${IfNot} ${AtLeastBuild} 17763
    !insertmacro LEAVE 5 "${TITLE}需要 64 位 Windows 10（1809 版）或更新的系统。"
  ${EndIf}
  ReadRegStr $Old HKCU "${ENTRY}" "InstallLocation"
  ReadRegStr $0 HKCU "${ENTRY}" "DisplayVersion"
  ${If} $0 != ""
    ${VersionCompare} "$0" "${VERSION}" $1
    ${If} $1 = 1
      !insertmacro LEAVE 4 "已安装的是更新的版本 $0，没有作任何改动。确需装回 ${VERSION} 的，请先卸载现有版本（数据会保留）；新版本写过的数据，旧版本可能打不开。"
    ${EndIf}
  ${EndIf}
  Push $INSTDIR
  Call RequireEnded
  ${If} $Old != ""
    Push $Old
    Call RequireEnded
  ${EndIf}
FunctionEnd

; An upgrade stays where the program is.
Function SkipWhenInstalled
  ${If} $Old != ""
  ${AndIf} ${FileExists} "$Old\HallDuty.exe"
    Abort
  ${EndIf}
FunctionEnd

Section "-program"
  SectionIn RO
  SetShellVarContext current
  ${GetRoot} "$INSTDIR" $0
  ${DriveSpace} "$0\" "/D=F /S=M" $1
  ${If} $1 != ""
  ${AndIf} $1 < ${NEEDED_MB}
    !insertmacro LEAVE 6 "磁盘 $0 空间不足：需要 ${NEEDED_MB} MB，剩余 $1 MB。没有作任何改动，请清理磁盘后再安装。"
  ${EndIf}
  ; Started since the first page was shown?
  Push $INSTDIR
  Call RequireEnded

  ; The old version's own uninstaller knows best what it brought; what it leaves goes as well.
  ${If} $Old != ""
  ${AndIf} ${FileExists} "$Old\uninstall.exe"
    ExecWait '"$Old\uninstall.exe" /S /UPGRADE _?=$Old' $0
    ${If} $0 = 3
      !insertmacro LEAVE 3 "${TITLE}的文件正在使用中，没有作任何改动。请退出程序后再安装。"
    ${EndIf}
    ${If} $Old != $INSTDIR
      Push $Old
      Call RemoveProgram
    ${EndIf}
  ${EndIf}
  Push $INSTDIR
  Call RemoveProgram

  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*.*"
  WriteUninstaller "$INSTDIR\uninstall.exe"

  ; Shortcuts start the program here; in its own folder, what it opens would keep that from being removed.
  SetOutPath "$DOCUMENTS"
  CreateShortcut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\HallDuty.exe" "" "$INSTDIR\HallDuty.exe" 0 SW_SHOWNORMAL "" "${PURPOSE}"
  !insertmacro NAME_SHORTCUT "$SMPROGRAMS\${TITLE}.lnk"
  ; Whoever took the shortcut off the desktop does not want it back with each upgrade.
  ${If} $Old == ""
  ${OrIf} ${FileExists} "$DESKTOP\${TITLE}.lnk"
    CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\HallDuty.exe" "" "$INSTDIR\HallDuty.exe" 0 SW_SHOWNORMAL "" "${PURPOSE}"
    !insertmacro NAME_SHORTCUT "$DESKTOP\${TITLE}.lnk"
  ${EndIf}

  WriteRegStr HKCU "${ENTRY}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${ENTRY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${ENTRY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${ENTRY}" "DisplayIcon" "$INSTDIR\HallDuty.exe"
  WriteRegStr HKCU "${ENTRY}" "Comments" "${PURPOSE}"
  WriteRegStr HKCU "${ENTRY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${ENTRY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${ENTRY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${ENTRY}" "EstimatedSize" ${SIZE_KB}
  WriteRegDWORD HKCU "${ENTRY}" "NoModify" 1
  WriteRegDWORD HKCU "${ENTRY}" "NoRepair" 1
SectionEnd

Function un.onInit
  SetShellVarContext current
  StrCpy $Upgrade 0
  StrCpy $Forget 0
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} "$0" "/UPGRADE" $1
  ${IfNot} ${Errors}
    StrCpy $Upgrade 1
  ${EndIf}
  ClearErrors
  ${GetOptions} "$0" "/DELETEDATA" $1
  ${IfNot} ${Errors}
    StrCpy $Forget 1
  ${EndIf}
  Push $INSTDIR
  Call un.RequireEnded
FunctionEnd

Function un.ShowData
  !insertmacro MUI_HEADER_TEXT "卸载${TITLE}" "删除程序，保留数据。"
  nsDialogs::Create 1018
  Pop $Box
  ${NSD_CreateLabel} 0 0 100% 24u "将从本机删除程序文件、快捷方式和开机启动设置。登记的事件、台帐、附件和备份保留在下面的文件夹，重新安装后可以继续使用："
  Pop $0
  ${NSD_CreateText} 0 30u 100% 12u "${DATA}"
  Pop $0
  SendMessage $0 ${EM_SETREADONLY} 1 0
  ${NSD_CreateCheckbox} 0 56u 100% 12u "同时删除上述文件夹中的全部数据（不能恢复）"
  Pop $Box
  ${If} $Forget = 1
    ${NSD_Check} $Box
  ${EndIf}
  ${NSD_CreateLabel} 12u 72u 95% 24u "存放在其他位置的数据文件夹和备份，无论是否勾选都不会删除。"
  Pop $0
  nsDialogs::Show
FunctionEnd

Function un.LeaveData
  ${NSD_GetState} $Box $Forget
  ${If} $Forget = ${BST_CHECKED}
    StrCpy $Forget 1
    MessageBox MB_YESNO|MB_ICONEXCLAMATION|MB_DEFBUTTON2 "确定删除 ${DATA} 中的全部数据？其中的突发事件台帐属于应当保存的工作记录，删除后不能恢复。" IDYES sure
    Abort
    sure:
  ${Else}
    StrCpy $Forget 0
  ${EndIf}
FunctionEnd

Section "un.program"
  SetShellVarContext current
  Push $INSTDIR
  Call un.RemoveProgram
  ${If} $Upgrade = 0
    Delete "$SMPROGRAMS\${TITLE}.lnk"
    Delete "$DESKTOP\${TITLE}.lnk"
    DeleteRegKey HKCU "${ENTRY}"
    DeleteRegValue HKCU "${AUTOSTART}" "HallDuty"
    ; Can be made again at any time, and holds nothing that anybody entered.
    RMDir /r "${DATA}\Cache"
    ${If} $Forget = 1
      RMDir /r "${DATA}"
    ${EndIf}
    RMDir "${DATA}"
  ${EndIf}
SectionEnd

Function un.onUninstSuccess
  ${If} $Upgrade = 0
    ${If} ${FileExists} "${DATA}\*.*"
      MessageBox MB_OK|MB_ICONINFORMATION "${TITLE}已卸载。数据保留在：$\r$\n${DATA}" /SD IDOK
    ${Else}
      MessageBox MB_OK|MB_ICONINFORMATION "${TITLE}已卸载。" /SD IDOK
    ${EndIf}
  ${EndIf}
FunctionEnd
