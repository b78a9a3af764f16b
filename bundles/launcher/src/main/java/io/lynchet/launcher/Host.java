// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher;

import java.io.PrintStream;
import java.util.Map;

/**
 * What surrounds a command: the only way by which one sees the process it runs in.
 *
 * @param environment its variables
 * @param out standard output: answers, for people and scripts
 * @param err standard error: everything else
 */
record Host(Map<String, String> environment, PrintStream out, PrintStream err) {}
