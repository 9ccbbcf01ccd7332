/** What can go wrong, as types: each says what to do about it. All are unchecked. */
package io.clawhub.client.errors;
