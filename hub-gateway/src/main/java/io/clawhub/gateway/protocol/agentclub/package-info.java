/** Agent Club, as its channel plugins and its web page speak it. */
package io.clawhub.gateway.protocol.agentclub;
