#!/bin/sh
chmod +x "$RELEASE_PIPELINE_TARGET_ROOT/opt/shop/bin/shop"
echo "$DEPLOYMENT_GROUP_NAME" > "$RELEASE_PIPELINE_TARGET_ROOT/opt/shop/environment.txt"
