// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The router: it takes each request from a transport through limits, caller and route to its response. */
package io.lynchet.http;
