// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes: the table that finds one, and the request that is passed to it. */
package io.lynchet.http.route;
