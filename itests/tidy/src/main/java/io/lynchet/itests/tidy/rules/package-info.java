// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** One class for each rule. */
package io.lynchet.itests.tidy.rules;
