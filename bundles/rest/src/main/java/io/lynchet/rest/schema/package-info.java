// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The pieces of JSON schema with which routes describe their bodies. */
package io.lynchet.rest.schema;
