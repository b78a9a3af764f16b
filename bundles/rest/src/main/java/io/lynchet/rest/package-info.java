// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The REST API of entities: all its routes, registered for the router. */
package io.lynchet.rest;
