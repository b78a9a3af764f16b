// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Mail by SMTP. */
package io.lynchet.mail.smtp;
