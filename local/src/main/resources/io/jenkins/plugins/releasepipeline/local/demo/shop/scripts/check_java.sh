#!/bin/sh
echo "$DEPLOYMENT_GROUP_NAME needs Java:"
java -version 2>&1 | head -n 1
