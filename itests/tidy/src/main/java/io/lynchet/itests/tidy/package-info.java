// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The rules of the house that a program can check, and the tree of files that they look at. */
package io.lynchet.itests.tidy;
