// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Requests to other servers, limited in time, size and number. */
package io.lynchet.outbound;
