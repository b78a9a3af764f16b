// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** A request as it came: its target, its host and origin, its proxies, and its id. */
package io.lynchet.http.request;
