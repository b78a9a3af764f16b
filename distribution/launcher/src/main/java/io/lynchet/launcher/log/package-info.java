// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The log of the process, from bundles and libraries to one output. */
package io.lynchet.launcher.log;
