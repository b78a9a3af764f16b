// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Operations: metrics, readiness, and the OpenAPI document of all routes. */
package io.lynchet.ops;
