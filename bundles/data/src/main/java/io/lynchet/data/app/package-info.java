// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The app that serves: its manifest, applied whole or not at all, and its health. */
package io.lynchet.data.app;
