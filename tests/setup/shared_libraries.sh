#!/bin/sh
# See that the shared libraries Qt needs are there: `widgets` to draw off screen, `window` for a
# real window. Installs them on Debian and Ubuntu as root, otherwise says the exact line.
set -eu
python=$1
for_what=$2

widgets="libgl1 libegl1 libfontconfig1 libglib2.0-0 libxkbcommon0 libdbus-1-3 fonts-dejavu-core"
window="libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxcb-xkb1 libxcb-image0 libxcb-render-util0"

draws() {
    QT_QPA_PLATFORM=offscreen "$python" -c 'from PySide6.QtWidgets import QApplication; QApplication([])' >/dev/null 2>&1
}
opens() {
    # The X11 plugin is loaded only with a display, so its libraries are asked for by name.
    "$python" - >/dev/null 2>&1 <<'PY'
import ctypes
import sys

if sys.platform == "linux":
    for name in ("libxkbcommon-x11.so.0", "libxcb-cursor.so.0", "libxcb-icccm.so.4",
                 "libxcb-keysyms.so.1", "libxcb-shape.so.0", "libxcb-xkb.so.1"):
        ctypes.CDLL(name)
PY
}
satisfied() {
    draws || return 1
    [ "$for_what" = widgets ] || [ "$(uname)" != Linux ] || [ -n "${WAYLAND_DISPLAY:-}" ] || opens
}

satisfied && exit 0
packages=$widgets
[ "$for_what" = window ] && packages="$widgets $window"
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Qt cannot start: shared libraries are missing. On Debian they are called:" >&2
    echo "  $packages" >&2
    exit 1
fi
if [ "$(id -u)" != 0 ]; then
    echo "Qt cannot start: shared libraries are missing. Install them:" >&2
    echo "  sudo apt-get install -y $packages" >&2
    exit 1
fi
echo "Installing the shared libraries that Qt needs …"
apt-get update -qq
# shellcheck disable=SC2086  # a list of names
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
satisfied || { echo "Qt still cannot start; run: QT_DEBUG_PLUGINS=1 $python -c 'from PySide6.QtWidgets import QApplication; QApplication([])'" >&2; exit 1; }
