/** Reading JSON that came from outside: strictly, with refusals that name the field. */
package io.clawhub.gateway.json;
