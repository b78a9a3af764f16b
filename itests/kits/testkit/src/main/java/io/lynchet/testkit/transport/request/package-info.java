// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The contract that each transport must hold about requests and responses. */
package io.lynchet.testkit.transport.request;
