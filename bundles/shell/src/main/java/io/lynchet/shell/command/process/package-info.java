// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Commands about the process: bundles, features, configuration, health, metrics, logs. */
package io.lynchet.shell.command.process;
