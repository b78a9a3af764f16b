// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** HTTP without a server library: routes, requests, responses, and the contract of transports. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.http;
