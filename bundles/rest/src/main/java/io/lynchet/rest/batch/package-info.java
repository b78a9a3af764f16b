// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The routes of several operations in one request, in one transaction or one by one. */
package io.lynchet.rest.batch;
