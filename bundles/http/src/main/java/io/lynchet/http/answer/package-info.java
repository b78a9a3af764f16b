// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The last steps of a response: headers, compression, and errors in one form. */
package io.lynchet.http.answer;
