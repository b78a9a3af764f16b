// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** HTTP without a server library: routes, requests, answers, and the seam to the transport. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.api.http;
