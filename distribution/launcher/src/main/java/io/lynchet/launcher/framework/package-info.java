// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The OSGi framework: its start with a set of features, and the reasons when something does not start. */
package io.lynchet.launcher.framework;
