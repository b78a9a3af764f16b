// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes about the app as a whole: its manifest, its files, its health. */
package io.lynchet.rest.app;
