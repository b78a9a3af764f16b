// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.cli;

import java.io.PrintStream;
import java.util.Map;

/**
 * The surroundings of a command, its only access to the process it runs in.
 *
 * @param environment the environment variables
 * @param out standard output: results, for people and scripts
 * @param err standard error: everything else
 */
public record CliHost(Map<String, String> environment, PrintStream out, PrintStream err) {}
