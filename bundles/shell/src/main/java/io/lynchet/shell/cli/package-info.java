// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The parts of a command: its syntax, its arguments, and its output. */
package io.lynchet.shell.cli;
