// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The client of the shell: a terminal or a pipe, connected to a running process. */
package io.lynchet.launcher.shell;
