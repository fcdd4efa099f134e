#!/bin/sh
# Draw the README's pictures from a fresh starter library.
set -eu
dossier=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export XDG_CONFIG_HOME="$work/config" DOSSIER_CACHE="$work/cache"
mkdir -p resources/pictures
for theme in light dark; do
    "$dossier" --library "$work/library" screenshot "resources/pictures/window-$theme.png" \
        --country PE --indicator non_renewable_resource_crimes --search "gold mining" \
        --size 1440x900 --theme "$theme"
done
