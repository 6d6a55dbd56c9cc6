#!/bin/bash
# Makes the certificates of this folder again. The tests never run it: they need no openssl.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
touch "$work/index.txt"
echo 01 > "$work/serial"
cat > "$work/ca.conf" <<CONF
[ca]
default_ca = own
[own]
database = $work/index.txt
serial = $work/serial
new_certs_dir = $work
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
[authority]
basicConstraints = critical, CA:TRUE
subjectKeyIdentifier = hash
[here]
subjectAltName = DNS:localhost, DNS:argilla.example, IP:127.0.0.1
[elsewhere]
subjectAltName = DNS:other.example
CONF
openssl ecparam -name prime256v1 -genkey -noout -out key.pem

# sign FILE SUBJECT EXTENSIONS START END SIGNER…
sign() {
  openssl req -new -key key.pem -subj "/CN=$2" -out "$work/request.pem"
  openssl ca -batch -notext -config "$work/ca.conf" -keyfile key.pem -in "$work/request.pem" -extensions "$3" \
    -startdate "$4" -enddate "$5" -out "$1" "${@:6}" 2> /dev/null
}
sign authority.pem 'prank test authority' authority 20200101000000Z 21200101000000Z -selfsign
sign self-signed.pem localhost here 20200101000000Z 21200101000000Z -selfsign
sign valid.pem localhost here 20200101000000Z 21200101000000Z -cert authority.pem
sign expired.pem localhost here 20200101000000Z 20210101000000Z -cert authority.pem
sign future.pem localhost here 21100101000000Z 21200101000000Z -cert authority.pem
sign elsewhere.pem other.example elsewhere 20200101000000Z 21200101000000Z -cert authority.pem
