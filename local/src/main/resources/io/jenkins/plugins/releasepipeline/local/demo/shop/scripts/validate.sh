#!/bin/sh
# Starts what was deployed, asks it for its version and a price, and stops it.
installed="$RELEASE_PIPELINE_TARGET_ROOT/opt/shop"
exec java -cp "$installed/shop.jar" shop.Server "$installed/version.txt" --check "$(cat version.txt)"
