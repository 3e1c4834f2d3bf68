# Starts the agent of a workspace on this machine (@OS@, @ARCH@), for the server at @ACCESS_URL_COMMENT@.
# CODER_AGENT_TOKEN in the environment says which workspace it is. What follows goes to the agent.
$ErrorActionPreference = "Stop"

if (-not $env:CODER_AGENT_TOKEN) {
  Write-Error "CODER_AGENT_TOKEN is not set: it says whose agent this is."
  exit 2
}
$env:CODER_AGENT_AUTH = "token"
$env:CODER_AGENT_URL = @ACCESS_URL@

foreach ($name in "signalbox", "coder") {
  if (Get-Command $name -ErrorAction SilentlyContinue) {
    & $name agent @args
    exit $LASTEXITCODE
  }
}

# Neither is installed: perhaps the server has one to give.
$binaryUrl = "$env:CODER_AGENT_URL/bin/coder-@OS@-@ARCH@.exe"
$binary = Join-Path ([IO.Path]::GetTempPath()) ("coder-" + [Guid]::NewGuid() + ".exe")
try {
  Invoke-WebRequest -UseBasicParsing -Uri $binaryUrl -OutFile $binary
} catch {
  Write-Error "There is no agent: neither signalbox nor coder is installed here, and $binaryUrl cannot be had."
  exit 1
}
& $binary agent @args
exit $LASTEXITCODE
