// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The life of a session: its rows, renewal and second factor, its cookie, and the move of a guest's rows to a user. */
package io.lynchet.auth.session;
