// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The HTTP routes of rooms, and the request that calls and frames share. */
package io.lynchet.rooms.routes;
