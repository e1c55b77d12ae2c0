#!/bin/sh
# Stands for Node where a program starts Node by its path alone: REBIND_NODE, in a network namespace of its own.
exec "${0%/*}/own-network.sh" "$REBIND_NODE" "$@"
