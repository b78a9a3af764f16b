// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The routes of export and import: all rows of an entity or of the app, in an order in which they can be imported
 * again.
 */
package io.lynchet.rest.transfer;
