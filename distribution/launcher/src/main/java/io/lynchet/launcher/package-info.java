// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The process: the app that runs in it, and the signals that end it. */
package io.lynchet.launcher;
