@echo off
rem Windows: set up once, then simulate the Hengyang corridor of 2021.
rem Other arguments are passed on, e.g.  run.cmd check scenarios\starter\corridor.yaml
setlocal
cd /d "%~dp0"

if exist ".venv\.for-run" goto ready

py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))"
if errorlevel 1 (
  echo corridor-sim needs Python 3.11 or newer, with the py launcher. 1>&2
  exit /b 1
)
echo Setting up .venv; the first time takes a few minutes 1>&2
py -3 -m venv .venv || exit /b 1
".venv\Scripts\python.exe" -m pip install --quiet --disable-pip-version-check . || exit /b 1
type nul > ".venv\.for-run"

:ready
if "%~1"=="" (
  ".venv\Scripts\corridor-sim.exe" run scenarios\hengyang-2021.yaml --out results\hengyang-2021
) else (
  ".venv\Scripts\corridor-sim.exe" %*
)
exit /b %errorlevel%
