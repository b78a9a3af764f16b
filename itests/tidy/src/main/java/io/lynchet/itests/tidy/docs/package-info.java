// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Rules about the pages that people read. */
package io.lynchet.itests.tidy.docs;
