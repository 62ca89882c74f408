"""What is said with an identity provider by OpenID Connect.

What a provider says is taken for true only when its signature is: the id token is checked against the provider's keys,
for our client, for this one sign-in.
"""

import base64
import hmac
from typing import Any
from urllib.parse import quote

from .client import ProviderClient, ProviderError, check_address

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures with a key pair. A signature with the shared secret, or none, is not taken."""
MAX_SUBJECT_LENGTH = 191
LEEWAY = 60


def discover(issuer: str, talk: ProviderClient) -> dict[str, Any]:
    """Fetch what the provider says of itself, and see that it is the one that was meant and does what we need."""
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    check_address(issuer)
    found = talk.get(address)
    if found.get("issuer") != issuer:
        raise ProviderError("another-issuer", str(found.get("issuer", ""))[:300])
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not isinstance(found.get(name), str):
            raise ProviderError("part-missing", name)
        check_address(found[name])
    if "code" not in _names(found, "response_types_supported", "code"):
        raise ProviderError("part-missing", "response_types_supported: code")
    if not set(ALGORITHMS) & _names(found, "id_token_signing_alg_values_supported", "RS256"):
        raise ProviderError("part-missing", "id_token_signing_alg_values_supported: RS256")
    return found


def _names(found: dict[str, Any], part: str, otherwise: str) -> set[str]:
    """Return the names in a list of what the provider says of itself."""
    said = found.get(part, [otherwise])
    return {each for each in said if isinstance(each, str)} if isinstance(said, list) else set()


def redeem(
    config: dict[str, Any],
    talk: ProviderClient,
    *,
    client: tuple[str, str],
    code: str,
    back: str,
    verifier: str,
) -> dict[str, Any]:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": verifier}
    ways = _names(config, "token_endpoint_auth_methods_supported", "client_secret_basic")
    if "client_secret_post" in ways:
        return talk.post(
            config["token_endpoint"], {**form, "client_id": client[0], "client_secret": client[1]}
        )
    pair = ":".join(quote(part, safe="") for part in client)
    proof = base64.b64encode(pair.encode()).decode()
    return talk.post(config["token_endpoint"], form, Authorization=f"Basic {proof}")


def read_id_token(
    token: Any, config: dict[str, Any], talk: ProviderClient, *, client_id: str, nonce: str
) -> dict[str, Any]:
    """Return what a signed id token says, when it is by this provider, for us, for this sign-in, and of now."""
    import jwt  # noqa: PLC0415 - slow library

    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            _key(token, talk.get(config["jwks_uri"])),
            algorithms=ALGORITHMS,
            audience=client_id,
            issuer=config["issuer"],
            leeway=LEEWAY,
            options={"require": ["iss", "aud", "exp", "iat", "sub"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise ProviderError("bad-token", type(error).__name__) from error
    for_others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if claims.get("azp", None if for_others else client_id) != client_id:
        raise ProviderError("bad-token", "azp")
    if not hmac.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()) or not nonce:
        raise ProviderError("bad-token", "nonce")
    _check_subject(claims["sub"])
    return claims


def _key(token: Any, found: dict[str, Any]) -> Any:
    """Return the key that signed a token: the one it names, or the only one there is."""
    import jwt  # noqa: PLC0415 - slow library

    keys = [key for key in jwt.PyJWKSet.from_dict(found).keys if key.public_key_use in {None, "sig"}]
    name = jwt.get_unverified_header(token).get("kid")
    if name is None and len(keys) == 1:
        return keys[0]
    return next((key for key in keys if key.key_id == name), None) or _no_key()


def _no_key() -> Any:
    raise ProviderError("bad-token", "kid")


def _check_subject(subject: Any) -> None:
    whole = isinstance(subject, str) and 0 < len(subject) <= MAX_SUBJECT_LENGTH
    if not whole or not (subject.isascii() and subject.isprintable()):
        raise ProviderError("bad-token", "sub")


def verified_address(
    claims: dict[str, Any], config: dict[str, Any], talk: ProviderClient, access_token: str
) -> tuple[str, str]:
    """Return the address that the provider verified (empty: none) and the name, from the token or by asking."""
    said = claims
    if "email" not in claims and isinstance(config.get("userinfo_endpoint"), str):
        said = talk.get(config["userinfo_endpoint"], Authorization=f"Bearer {access_token}")
        if said.get("sub") != claims["sub"]:
            raise ProviderError("bad-token", "sub of userinfo")
    address, name = said.get("email"), said.get("name")
    verified = said.get("email_verified") is True and isinstance(address, str)
    plain = "".join(letter for letter in str(name or "") if letter.isprintable())[:150].strip()
    return (str(address) if verified else "", plain)


def same_address(said: str, ours: str) -> bool:
    """Tell whether an address is ours; letters of other alphabets that only look alike when made small are not."""
    return said == ours or (said.isascii() and said.lower() == ours)
