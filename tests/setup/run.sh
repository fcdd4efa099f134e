#!/bin/sh
# Open the window; where there is no display, say so and offer the off-screen picture.
set -eu
dossier=$1
if [ "$(uname)" = Linux ] && [ -z "${DISPLAY:-}" ] && [ -z "${WAYLAND_DISPLAY:-}" ]; then
    cat >&2 <<EOF
There is no display here, so no window can be opened. Instead you can
  $dossier screenshot dossier.png --country PE     draw the window into a picture
  $dossier search "gold mining"                     use the command line
  xvfb-run $dossier                                 open it on a virtual display
EOF
    exit 1
fi
exec "$dossier"
