// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The syntax: from the text of an expression to tokens and a tree with positions; independent of schemas. */
package io.lynchet.policy.syntax;
