// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The shell's socket, its sessions, the list of all commands, and the way from a line to a command's output. */
package io.lynchet.shell;
