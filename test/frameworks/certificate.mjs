// Writes a new self-signed certificate and its key to the standard output, as JSON.
import { generate } from 'selfsigned';

const { cert, private: key } = await generate([{ name: 'commonName', value: 'localhost' }]);
console.log(JSON.stringify({ cert, key }));
