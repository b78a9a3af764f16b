// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The check of names and types, which turns a syntax tree into conditions and terms over a schema. */
package io.lynchet.policy.check;
