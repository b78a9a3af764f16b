// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes about one row, and about links between two. */
package io.lynchet.rest.record;
